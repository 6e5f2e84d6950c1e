// The button that signs takes no key at first: one pressed before the summary came up was not meant for it.

const READING_MS = 1000;

const button = document.getElementById("lock");
button.form.addEventListener("submit", (event) => {
  if (button.ariaDisabled === "true") event.preventDefault();
});
// A key held down since the page before would press it as soon as it listens.
button.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
// It has the focus once it can refuse a key: until then nothing has.
button.focus();
setTimeout(() => button.removeAttribute("aria-disabled"), READING_MS);
