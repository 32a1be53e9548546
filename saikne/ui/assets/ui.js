// What every page needs: after a refusal the focus stands on the summary of errors.
(function () {
  "use strict";
  var summary = document.querySelector(".govuk-error-summary, [data-focus]");
  if (summary) { summary.focus(); }

  // A click on an error puts the cursor into its field.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".govuk-error-summary a[href^='#']");
    var field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) { return; }
    event.preventDefault();
    var group = field.closest(".govuk-form-group") || field;
    group.scrollIntoView();
    field.focus({ preventScroll: true });
  });

  // A form that has been sent once is not sent again by a second click.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) { return; }
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
