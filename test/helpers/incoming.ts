import { type IncomingMessage, type Received, receiveMessage } from '#core/messages/receive-message.ts';
import { type MessageBody, messageBody } from '#shared/protocol/message-body.ts';
import type { CoreStation } from './core-station.ts';

type Incoming = Partial<Omit<IncomingMessage, 'body'>> & { readonly envelopeId: string };

/** Lets a message arrive by the bureau's stream, as the synchronisation does: one that FRI wrote to UTO unless said otherwise. */
export function arrive(
  core: CoreStation,
  { body, ...incoming }: Incoming & { readonly body?: Partial<Record<keyof MessageBody, unknown>> },
): Received {
  const whole = messageBody.parse({
    subject: 'Who drove the car seen at Port Alba?',
    text: 'Please tell us who drove it.',
    priority: 'routine',
    handling: 'H1',
    marking: 'restricted',
    purpose: 'obtain-information',
    conversation: incoming.envelopeId,
    subjects: [],
    attachments: [],
    ...body,
  });
  return core.transaction((rec) =>
    receiveMessage(rec, { ownBureau: 'UTO', from: 'FRI', to: ['UTO'], streamNumber: 1, ...incoming, body: whole }),
  );
}
