// The ways on from the typing page, to the lock and to an answer of the office: what waits is saved first.

export class Onward {
  constructor({ lines, queue, goTo, toLock }) {
    Object.assign(this, { lines, queue, goTo, toLock });
    document.getElementById("to-answer").addEventListener("click", (event) => this.toAnswer(event));
    toLock.addEventListener("click", (event) => this.lock(event));
  }

  // Says whether everything is saved; a line that is refused by that is looked at first.
  async flushed() {
    const faulty = this.lines.filter((line) => line.isFaulty);
    if (!(await this.queue.flush())) return false;
    const refused = this.lines.findIndex((line) => line.isFaulty && !faulty.includes(line));
    if (refused >= 0) this.goTo(refused);
    return refused < 0;
  }

  async toAnswer(event) {
    event.preventDefault();
    if (!(await this.flushed())) return;
    window.location.hash = "told";
    window.location.reload();
  }

  async lock(event) {
    const faulty = this.lines.findIndex((line) => line.isFaulty);
    if (faulty < 0 && !this.queue.count) return;
    event.preventDefault();
    if (faulty >= 0) this.goTo(faulty);
    else if (await this.flushed()) window.location.assign(this.toLock.href);
  }
}
