/** Time that passes, as an argument: a simulation brings its own. */
export interface Timers {
  /** Calls back once after so many milliseconds; the function returned calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
