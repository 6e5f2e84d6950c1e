// A file dropped anywhere on its form is chosen in its field; without this the field's own button does.

const form = document.querySelector("[data-drop]");

if (form) {
  const field = form.querySelector("input[type=file]");
  form.querySelector("[data-drop-hint]").hidden = false;

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    }
  });
}
