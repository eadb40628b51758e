/** Time that passes when a test says so. */
export class TestTime {
  now = 0;
  private due: { at: number; run: () => void }[] = [];

  readonly timers = {
    after: (ms: number, run: () => void) => {
      const entry = { at: this.now + ms, run };
      this.due.push(entry);
      return () => {
        this.due = this.due.filter((one) => one !== entry);
      };
    },
  };

  readonly monotonicMs = () => this.now;

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.due.filter(({ at }) => at <= until).toSorted((left, right) => left.at - right.at)[0];
      if (!next) break;
      this.due = this.due.filter((one) => one !== next);
      this.now = next.at;
      next.run();
    }
    this.now = until;
  }
}
