/**
 * Days for which a hub keeps at least what it has answered, the envelopes, and what a bureau's own envelopes name: a replay gets its stored
 * answer, a workstation that was away finds its stream, and a file of a case can be fetched.
 */
export const LEAST_KEPT_DAYS = 400;
