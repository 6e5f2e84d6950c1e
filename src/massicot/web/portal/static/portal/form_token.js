// Signing in again in another tab changes the token of this browser: whatever a page sends carries the one of now.

// Read anew for each request.
export function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("[name=csrfmiddlewaretoken]");
  if (field) field.value = csrfToken() || field.value;
});
