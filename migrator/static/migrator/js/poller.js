// Ask one address again and again: not in a hidden tab, more and more rarely while there is no answer.

const LONGEST_WAIT = 30_000;

export class Poller {
  /**
   * `address` gives the URL of the next question, `onData` hears every answer, `onLost` that there is none, `onBack`
   * that there is one again. `every` is the time between two questions in milliseconds.
   */
  constructor({ address, every, onData, onLost, onBack }) {
    Object.assign(this, { address, every, onData, onLost, onBack });
    this.failures = 0;
    this.timer = null;
    this.asking = null;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.now()));
    window.addEventListener("online", () => this.now());
  }

  /** Ask at once, and go on asking. */
  now() {
    this.pause();
    if (!document.hidden) {
      this.ask();
    }
  }

  /** Go on asking after the usual time. */
  later() {
    clearTimeout(this.timer);
    if (!document.hidden) {
      this.timer = setTimeout(() => this.ask(), Math.min(LONGEST_WAIT, this.every * 2 ** this.failures));
    }
  }

  /** Ask nothing until `now` or `later`. */
  pause() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
  }

  async ask() {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const answer = await fetch(this.address(), { headers: { Accept: "application/json" }, signal: asking.signal });
      if (answer.redirected) {
        // The session is over: the page itself leads to the login.
        location.reload();
        return;
      }
      const data = await answer.json();
      if (!answer.ok) {
        throw new Error(data.message);
      }
      this.heard(data);
    } catch (error) {
      if (asking.signal.aborted) {
        return;
      }
      this.failures += 1;
      if (this.failures === 1) {
        this.onLost();
      }
    }
    this.later();
  }

  heard(data) {
    if (this.failures > 0) {
      this.failures = 0;
      this.onBack();
    }
    this.onData(data);
  }
}
