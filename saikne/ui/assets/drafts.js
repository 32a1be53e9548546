// Nothing typed is lost: a form with data-draft is kept on the server 3 s after the last keystroke,
// at least every 10 s while somebody types, and when the page is left.
(function () {
  "use strict";
  var PAUSE = 3000, LONGEST = 10000, KEEPALIVE_LIMIT = 60000;
  var form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) { return; }
  var status = form.querySelector("[data-draft-status]");
  var pause = 0, dirtySince = 0, typed = 0, kept = 0, running = null, leaving = false, failed = false, warned = false;

  function pairs() {
    var out = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      var field = form.elements.namedItem(name);
      if (name === "csrfmiddlewaretoken" || typeof value !== "string") { return; }
      if (field && field.type === "password") { return; }
      out.append(name, value);
    });
    out.append("draft-title", document.title.replace(/ – Saikne$/, "").replace(/^[^:]{4,8}: /, ""));
    return out;
  }

  // Signing in again in another window changes the token; the cookie always has the one that holds.
  function token() {
    var field = form.elements.namedItem("csrfmiddlewaretoken");
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (field && cookie) { field.value = cookie[1]; }
    return field ? field.value : "";
  }

  function say(sentence, wrong) {
    failed = wrong;
    if (!status) { return; }
    status.textContent = sentence;
    status.classList.toggle("app-draft--failed", wrong);
  }

  function answered(response) {
    if (response.status === 413) { say(form.dataset.draftTooLarge, true); return false; }
    if ((response.headers.get("Content-Type") || "").indexOf("application/json") !== 0) {
      say(form.dataset.draftRefused, true);
      return false;
    }
    return response.json().then(function (answer) {
      say(answer.sentence, !response.ok);
      return response.ok;
    });
  }

  function save(last) {
    window.clearTimeout(pause);
    if (typed === kept || running) { return running; }
    var upTo = typed, body = pairs().toString();
    dirtySince = 0;
    running = fetch(form.dataset.draft, {
      method: "POST", body: body, credentials: "same-origin", redirect: "error",
      keepalive: last && body.length < KEEPALIVE_LIMIT,
      headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token() }
    }).then(answered).then(function (ok) {
      if (ok) { kept = upTo; warned = false; }
    }).catch(function () {
      say(form.dataset.draftFailed, true);
    }).then(function () {
      running = null;
      if (typed !== upTo && !leaving) { later(); }
    });
    return running;
  }

  function later() {
    var now = Date.now();
    dirtySince = dirtySince || now;
    window.clearTimeout(pause);
    pause = window.setTimeout(save, Math.max(0, Math.min(PAUSE, dirtySince + LONGEST - now)));
  }

  function changed() {
    typed += 1;
    later();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && !leaving) { save(true); }
  });
  window.addEventListener("pagehide", function () {
    if (!leaving) { save(true); }
  });

  // What the server did not keep (the session has ended, there is no connection) would be lost with the page: the form
  // is sent once it is kept, or when its author asks for it a second time.
  function keepFirst(event) {
    var button = event.submitter;
    event.preventDefault();
    event.stopPropagation();
    warned = true;
    Promise.resolve(save(false)).then(function () {
      if (typed === kept) { form.requestSubmit(button); return; }
      if (status) { status.tabIndex = -1; status.focus(); }
    });
  }

  // The draft ends with the form: a save still on its way is waited for, so that it cannot outlive the draft.
  form.addEventListener("submit", function (event) {
    if (failed && typed !== kept && !warned) { keepFirst(event); return; }
    leaving = true;
    token();
    window.clearTimeout(pause);
    if (!running) { return; }
    event.preventDefault();
    event.stopPropagation();
    var button = event.submitter, waited = false;
    function go() {
      if (waited) { return; }
      waited = true;
      running = null;
      form.requestSubmit(button);
    }
    running.then(go);
    window.setTimeout(go, LONGEST);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { leaving = false; }
  });
})();
