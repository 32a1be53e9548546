// Files of a document are sent one by one while the rest is typed, by choosing or by dragging; without this script the
// same fields send them with the form.
(function () {
  "use strict";
  var drop = document.querySelector("[data-receive]");
  if (!drop || !window.FormData || !window.XMLHttpRequest) { return; }
  var form = drop.closest("form");
  var list = drop.querySelector(".app-kepts");
  var several = drop.querySelector("[data-several]");
  var hint = drop.querySelector(".app-drop__hint");
  var waiting = [], sending = false;
  if (hint) { hint.hidden = false; }
  if (several) { several.hidden = true; }

  function row(name) {
    var item = document.createElement("li");
    item.className = "app-kept";
    var inside = document.createElement("div");
    var said = document.createElement("p");
    said.className = "app-s";
    said.textContent = name;
    inside.appendChild(said);
    item.appendChild(inside);
    list.appendChild(item);
    return { item: item, inside: inside, said: said };
  }

  function refuse(place, sentence) {
    var bar = place.item.querySelector("progress");
    if (bar) { bar.remove(); }
    place.said.textContent = sentence;
    place.said.className = "app-s app-kept--refused";
    place.said.setAttribute("role", "alert");
  }

  function count() {
    if (several) { several.hidden = list.querySelectorAll("input[name=upload]").length < 2; }
  }

  function send(file, place, done) {
    var request = new XMLHttpRequest(), body = new FormData(), bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    place.said.textContent = drop.dataset.sending + ": " + file.name;
    place.inside.appendChild(bar);
    body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.append("sent", file);
    request.open("POST", drop.dataset.receive);
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { bar.value = event.loaded / event.total; }
    });
    request.upload.addEventListener("load", function () {
      bar.removeAttribute("value");
      place.said.textContent = drop.dataset.reading + ": " + file.name;
    });
    request.addEventListener("load", function () {
      var type = request.getResponseHeader("Content-Type") || "";
      if (request.status === 200 && request.responseURL.indexOf(drop.dataset.receive) > 0) {
        place.item.outerHTML = request.responseText;
      } else if (request.status === 422 && type.indexOf("text/plain") === 0) {
        refuse(place, request.responseText);
      } else if (request.status === 413) {
        refuse(place, drop.dataset.tooLarge + ": " + file.name);
      } else {
        refuse(place, drop.dataset.failed + ": " + file.name);
      }
      count();
      done();
    });
    request.addEventListener("error", function () {
      refuse(place, drop.dataset.failed + ": " + file.name);
      done();
    });
    request.send(body);
  }

  function next() {
    var one = waiting.shift();
    sending = Boolean(one);
    if (one) { send(one.file, one.place, next); }
  }

  function take(files) {
    Array.prototype.forEach.call(files, function (file) {
      var place = row(file.name);
      if (file.size > Number(drop.dataset.most)) {
        refuse(place, drop.dataset.tooLarge + ": " + file.name);
      } else {
        waiting.push({ file: file, place: place });
      }
    });
    if (!sending) { next(); }
  }

  drop.querySelectorAll("input[type=file]").forEach(function (input) {
    input.addEventListener("change", function () {
      var chosen = Array.prototype.slice.call(input.files);
      input.value = "";
      take(chosen);
    });
  });
  ["dragenter", "dragover"].forEach(function (name) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.add("app-drop--over");
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.remove("app-drop--over");
    });
  });
  drop.addEventListener("drop", function (event) { take(event.dataTransfer.files); });

  // The form waits for what is still on its way.
  form.addEventListener("submit", function (event) {
    if (!sending) { return; }
    event.preventDefault();
    event.stopPropagation();
    var again = window.setInterval(function () {
      if (sending) { return; }
      window.clearInterval(again);
      form.requestSubmit(event.submitter);
    }, 200);
  });
})();
