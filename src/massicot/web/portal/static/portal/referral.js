// A line that the register forbids goes to the exam office: what its marker would write is sent there, and waits until
// it is answered, or taken back.

import { csrfToken } from "./form_token.js";

const ANSWER_WITHIN_MS = 20000;

// Sends one line; gives what the office reads, or reads no more, or the sentence why not.
export async function tell(address, line) {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: JSON.stringify(line),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = await response.json();
    return response.ok ? { value: answer.value } : { error: answer.error };
  } catch {
    return { error: null };
  }
}
