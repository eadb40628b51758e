/** The workstation a request came from, as its certificate proves. */
export interface Caller {
  readonly workstation: string;
  readonly bureau: string;
  /** Raw Ed25519, base64url. */
  readonly signingKey: string;
  /** Who brought its envelopes and checks, where it was not itself: a workstation of its bureau, or `-` for the hub's command line. */
  readonly carrier?: string;
}
