// A page whose form answers with a file stays as it was, though the act is done: it is opened anew, at the address that
// the form names, when its reader comes back to it.
for (const form of document.querySelectorAll("form[data-reread]")) {
  form.addEventListener("submit", () => {
    addEventListener("focus", () => location.assign(form.dataset.reread), { once: true });
  });
}
