/** What became of one test case. */
export interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  /** Null where it passed. */
  readonly error: string | null;
}
