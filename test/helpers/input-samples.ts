import * as fc from 'fast-check';
import { z } from 'zod';

/** The parts of JSON Schema (2020-12) that the contract's schemas come out as. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
}

const SEED = 20_310_504;

/** An input that fits a schema, its optional parts among it; undefined where the rules beyond its shape refuse what was made. */
export function sampleOf(schema: z.ZodType): unknown {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape;
  for (const whole of [true, false]) {
    const sample = madeOf(shape, whole);
    if (schema.safeParse(sample).success) return sample;
  }
  return undefined;
}

function madeOf(shape: Shape, whole: boolean): unknown {
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [first] = shape.anyOf ?? shape.oneOf ?? [];
  if (first) return madeOf(first, whole);
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map((part) => madeOf(part, whole)));
  if (shape.type === 'object') return objectOf(shape, whole);
  if (shape.type === 'array')
    return Array.from({ length: shape.minItems ?? 0 }, () => madeOf(shape.items ?? {}, whole));
  if (shape.type === 'string') return textOf(shape);
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(0, shape.minimum ?? 0);
  if (shape.type === 'boolean') return true;
  return null;
}

function objectOf({ properties = {}, required = [] }: Shape, whole: boolean): Record<string, unknown> {
  const names = Object.keys(properties).filter((name) => whole || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, madeOf(properties[name] ?? {}, whole)]));
}

function textOf({ pattern, format, minLength = 0 }: Shape): string {
  if (format === 'uri') return 'https://localhost:1/';
  if (pattern) {
    const text = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: SEED })[0] ?? '';
    return format === 'uuid' ? text.toLowerCase() : text;
  }
  return 'x'.repeat(Math.max(1, minLength));
}

/** Values of every kind that cross from a page to a process as they are. */
export const strangeValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER + 2,
  10n ** 30n,
  '',
  "' OR 1=1 --",
  '\0\uD800',
  '../../../etc/passwd',
  '<img src=x onerror=alert(1)>',
  'x'.repeat(100_000),
  new Date(8.64e15),
  [],
  [[[[[]]]]],
  Array(2_000).fill(null),
  {},
  { constructor: { prototype: { admin: true } } },
  { toString: 1, valueOf: 2 },
  JSON.parse('{"__proto__": {"admin": true}}'),
];

/** Inputs that do not fit: strange ones whole, and a good one with each of its parts missing or strange. */
export function wrongInputsOf(schema: z.ZodType): unknown[] {
  const sample = sampleOf(schema);
  const all = [...strangeValues, deep(500), ...(isObject(sample) ? spoilt(sample) : [])];
  return all.filter((input) => !schema.safeParse(input).success);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function spoilt(sample: Record<string, unknown>): unknown[] {
  return Object.entries(sample).flatMap(([name, value]) => {
    const { [name]: _left, ...without } = sample;
    const inside = isObject(value) ? spoilt(value).map((part) => ({ ...sample, [name]: part })) : [];
    return [without, ...strangeValues.map((strange) => ({ ...sample, [name]: strange })), ...inside];
  });
}

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}
