// What a hand scanner typed, read as it was meant: spaces gone, capitals, the figures of a French keyboard put right.

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

// The keys of the figures on a French keyboard, pressed without Shift.
const UNSHIFTED = { "&": "1", "É": "2", '"': "3", "'": "4", "(": "5", "-": "6", "È": "7", _: "8", "Ç": "9", "À": "0", "§": "6", "!": "8" };

// What an English scanner's letters become on a French keyboard.
const DISPLACED = { Q: "A", A: "Q", W: "Z", Z: "W", ",": "M", "?": "M" };

const replaced = (text, table) => [...text].map((sign) => table[sign] ?? sign).join("");

// Puts right the figures of a French keyboard, pressed without Shift; the rest comes in capitals.
export function readFigures(text) {
  return replaced(text.toUpperCase(), UNSHIFTED);
}

// Says whether a text is eight digits and the letter that they call for, as massicot.core.checks does.
export function isNumber(text) {
  return /^[0-9]{8}[A-Z]$/.test(text) && text[8] === LETTERS[Number(text.slice(0, 8)) % LETTERS.length];
}

// Says whether a text looks like the code of a parcel, a batch or a box of strips.
export function isCode(text) {
  return /^[PBS]-[A-Z0-9-]+$/.test(text);
}

// Reads an anonymity number or a code; a text that is neither comes back in capitals without spaces.
export function readScan(typed) {
  const text = typed.replace(/\s/g, "").toUpperCase();
  if (isNumber(text) || isCode(text)) return text;
  return writings(text).find((writing) => isNumber(writing) || isCode(writing)) ?? text;
}

// The check letter tells which writing of a number is meant; in a code, only an English scanner writes a closing bracket.
function writings(text) {
  const digits = replaced(text.slice(0, 8), UNSHIFTED);
  const numbers = [digits + text.slice(8), digits + replaced(text.slice(8), DISPLACED)];
  const { "-": _six, ...figures } = UNSHIFTED;
  const isEnglish = text.includes(")");
  const code = isEnglish ? replaced(replaced(text, DISPLACED), { ...UNSHIFTED, ")": "-" }) : replaced(text, figures);
  return [...numbers, code];
}
