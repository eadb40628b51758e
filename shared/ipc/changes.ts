import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> ? Inner : T;
type Changes<Shape extends z.ZodRawShape> = { [Name in keyof Shape]: z.ZodOptional<WithoutDefault<Shape[Name]>> };

/**
 * What an edit sends: some of the fields. Unlike `.partial()` of zod 4, which fills defaults in, a field left out stays left out:
 * else an edit of one field would empty all the others.
 */
export function changesOf<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>): z.ZodObject<Changes<Shape>> {
  const shape = Object.entries(fields.shape).map(([name, field]) => [name, withoutDefault(field).optional()]);
  return z.object(Object.fromEntries(shape) as Changes<Shape>);
}

const withoutDefault = (field: z.core.$ZodType): z.ZodType =>
  (field instanceof z.ZodDefault ? field.unwrap() : field) as z.ZodType;
