/** Who will be able to read which part of a message: shown to its author before it leaves. */
import { z } from 'zod';

export const visibilityFields = [
  'sender',
  'addressees',
  'priority',
  'handling',
  'sent-at',
  'conversation',
  'subject',
  'body',
  'marking',
  'purpose',
  'answer-by',
  'case-reference',
  'author',
  'persons',
  'documents',
  'vehicles',
  'file-names',
  'file-contents',
  'case-notes',
] as const;
export const visibilityField = z.enum(visibilityFields);
export type VisibilityField = z.infer<typeof visibilityField>;

/** reads · exists = sees that there is something, and how large · none = cannot read it nor tell whether it is there. */
export const visibilityAccess = z.enum(['reads', 'exists', 'none']);
export type VisibilityAccess = z.infer<typeof visibilityAccess>;

/** One field, with what each reader can do: first one's own bureau, then every recipient, last the hub. */
export const visibilityRow = z.object({
  field: visibilityField,
  readers: z.array(
    z.object({
      reader: z.enum(['own-bureau', 'recipient', 'hub']),
      /** Code of the bureau; null for the hub. */
      bureau: z.string().nullable(),
      access: visibilityAccess,
    }),
  ),
});
export type VisibilityRow = z.infer<typeof visibilityRow>;

export interface VisibilityRequest {
  readonly ownBureau: string;
  readonly to: readonly string[];
  readonly hasAnswerBy: boolean;
  readonly hasCase: boolean;
  readonly persons: number;
  readonly documents: number;
  readonly vehicles: number;
  readonly files: number;
}

/** What the envelope shows in clear so that it can be routed and audited (docs/protocol.md); all else is sealed. */
const hubReads: readonly VisibilityField[] = [
  'sender',
  'addressees',
  'priority',
  'handling',
  'sent-at',
  'conversation',
];
/** Sealed, but their sizes and number show. */
const hubSeesThatItExists: readonly VisibilityField[] = ['body', 'file-contents'];
/** Stays in the case file: nobody outside gets it with a message. */
const staysHere: readonly VisibilityField[] = ['case-notes'];

/** The preview, one row per part the message really has; the hub carries it without reading (RPD Art. 22(6)). */
export function previewVisibility(request: VisibilityRequest): VisibilityRow[] {
  const others = [...new Set(request.to)].filter((bureau) => bureau !== request.ownBureau);
  return visibilityFields
    .filter((field) => isPresent(field, request))
    .map((field) => ({
      field,
      readers: [
        { reader: 'own-bureau' as const, bureau: request.ownBureau, access: 'reads' as const },
        ...others.map((bureau) => ({
          reader: 'recipient' as const,
          bureau,
          access: staysHere.includes(field) ? ('none' as const) : ('reads' as const),
        })),
        { reader: 'hub' as const, bureau: null, access: hubAccess(field) },
      ],
    }));
}

function hubAccess(field: VisibilityField): VisibilityAccess {
  if (hubReads.includes(field)) return 'reads';
  return hubSeesThatItExists.includes(field) ? 'exists' : 'none';
}

function isPresent(field: VisibilityField, request: VisibilityRequest): boolean {
  const { hasAnswerBy, hasCase, persons, documents, vehicles, files } = request;
  const depends: Partial<Record<VisibilityField, boolean>> = {
    'answer-by': hasAnswerBy,
    'case-reference': hasCase,
    'case-notes': hasCase,
    persons: persons > 0,
    documents: documents > 0,
    vehicles: vehicles > 0,
    'file-names': files > 0,
    'file-contents': files > 0,
  };
  return depends[field] ?? true;
}
