export const problemKinds = ['lost', 'duplicated', 'diverged', 'stalled'] as const;

export interface Problem {
  readonly kind: (typeof problemKinds)[number];
  readonly what: string;
}
