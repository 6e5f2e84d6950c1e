// What a hand scanner typed, read as it was meant: spaces gone, capitals, the figures of a French keyboard put right.

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

// The keys of the figures on a French keyboard, pressed without Shift.
const UNSHIFTED = { "&": "1", "É": "2", '"': "3", "'": "4", "(": "5", "-": "6", "È": "7", _: "8", "Ç": "9", "À": "0", "§": "6", "!": "8" };

// What a keyboard makes of the stroke before the rank of an extra sheet.
const STROKES = "/!:";

// What an English scanner's letters become on a French keyboard.
const DISPLACED = { Q: "A", A: "Q", W: "Z", Z: "W", ",": "M", "?": "M" };

const replaced = (text, table) => [...text].map((sign) => table[sign] ?? sign).join("");

// Puts right the figures of a French keyboard, pressed without Shift; the rest comes in capitals.
export function readFigures(text) {
  return replaced(text.toUpperCase(), UNSHIFTED);
}

// Says whether a text is eight digits and the letter that they call for, as massicot.core.codes does.
export function isNumber(text) {
  return /^[0-9]{8}[A-Z]$/.test(text) && text[8] === LETTERS[Number(text.slice(0, 8)) % LETTERS.length];
}

// Says whether a text looks like the code of a parcel, a batch or a box of strips.
export function isCode(text) {
  return /^[PBS]-[A-Z0-9-]+$/.test(text);
}

// Says whether a text is an address, as the code on a mark sheet holds; a French keyboard may have made it HTTPSM!!.
export function isAddress(text) {
  return /^HTTPS?[^A-LN-Z0-9]{2,4}/.test(text);
}

// Says whether a text looks like the end of a number: its last four digits and its letter.
export function isEnd(text) {
  return /^[0-9]{4}[A-Z]$/.test(text);
}

// Gives the number of the script whose extra sheet a text names (12345678K/2), empty for anything else.
export function scriptOfSheet(text) {
  return /^.{9}\/[2-9]$/.test(text) && isNumber(text.slice(0, 9)) ? text.slice(0, 9) : "";
}

// Reads an anonymity number, that of an extra sheet, or a code; anything else comes back in capitals without spaces.
export function readScan(typed) {
  const text = typed.replace(/\s/g, "").toUpperCase();
  if (isKnown(text)) return text;
  return writings(text).find(isKnown) ?? text;
}

const isKnown = (text) => isNumber(text) || isCode(text) || Boolean(scriptOfSheet(text));

// The stroke of an extra sheet is typed as another sign by a scanner that is set to another keyboard.
function sheets(text) {
  if (text.length !== 11 || !STROKES.includes(text[9])) return [];
  const rest = `/${replaced(text[10], UNSHIFTED)}`;
  const digits = replaced(text.slice(0, 8), UNSHIFTED);
  return [digits + text[8] + rest, digits + replaced(text[8], DISPLACED) + rest];
}

// The check letter tells which writing of a number is meant; in a code, only an English scanner writes a closing bracket.
function writings(text) {
  const digits = replaced(text.slice(0, 8), UNSHIFTED);
  const numbers = [digits + text.slice(8), digits + replaced(text.slice(8), DISPLACED)];
  const { "-": _six, ...figures } = UNSHIFTED;
  const isEnglish = text.includes(")");
  const code = isEnglish ? replaced(replaced(text, DISPLACED), { ...UNSHIFTED, ")": "-" }) : replaced(text, figures);
  return [...numbers, ...sheets(text), code];
}
