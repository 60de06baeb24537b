// Changes on their way to the kernel: how many may be under way at once, and what is said when no answer comes.

const MOST_UNDER_WAY = 8; // updates sent and not yet answered
const BUSY_AFTER = 1500; // ms without an answer until the reader is told
const GIVE_UP_AFTER = 15000; // ms until a lost answer no longer holds up the next change

const BUSY = "The kernel is busy. The figure follows as soon as it is free.";
const CUT_OFF = "The connection to the kernel is lost. The figure follows as soon as it is back.";

export class Updates {
  constructor(view) {
    this.view = view;
    this.waiting = false; // whether there is a change that has not been sent
    this.sent = this.answered = 0; // numbers of updates
    this.arrived = 0; // the number of the last one that the kernel is known to have taken
    this.sentAt = new Map();
    this.roundTrip = Infinity; // ms, the shortest seen
    this.work = 0; // ms of the kernel for one update, lately
  }

  // Whether everything that the reader did has been answered.
  get done() {
    return !this.waiting && this.sent === this.answered;
  }

  change() {
    this.waiting = true;
    this.pump();
  }

  // Send the latest values, unless as many updates are under way as the kernel can work off while one travels:
  // more would only queue up in front of it, and the figure would fall behind the hand.
  pump() {
    const room = this.work > 0 ? Math.floor(this.roundTrip / this.work) : 2;
    if (!this.waiting || this.sent - this.answered >= Math.max(1, Math.min(MOST_UNDER_WAY, room))) return;
    this.waiting = false;
    this.sentAt.set(++this.sent, performance.now());
    this.view.post({ kind: "set", view: this.view.name, id: this.sent, values: this.view.values() });
    this.watch();
  }

  watch() {
    clearTimeout(this.watching);
    if (this.sent === this.answered || this.view.dead) return;
    this.watching = setTimeout(() => {
      this.view.tell("busy", this.view.connected ? BUSY : CUT_OFF);
      this.watching = setTimeout(() => {
        this.answered = this.sent;
        this.pump();
      }, GIVE_UP_AFTER);
    }, BUSY_AFTER);
  }

  // Send the latest values again if it is not known that they arrived: what goes into a connection that breaks is lost without a word.
  sendAgain() {
    if (this.arrived === this.sent) return;
    this.answered = this.sent;
    this.change();
  }

  acknowledge({ id, ms }) {
    const took = performance.now() - (this.sentAt.get(id) ?? performance.now());
    for (const earlier of this.sentAt.keys()) if (earlier <= id) this.sentAt.delete(earlier);
    this.arrived = Math.max(this.arrived, id);
    this.answered = Math.max(this.answered, id);
    this.roundTrip = Math.min(this.roundTrip, Math.max(took, ms));
    this.work = this.work ? 0.7 * this.work + 0.3 * ms : ms;
    this.view.tell("busy", "");
    this.watch();
    this.pump();
  }
}
