import { describe, expect, it } from 'vitest';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import { protocolSchemas, toWireSchema } from '#shared/protocol/schemas.ts';
import { isSupportedProtocol, OLDEST_SUPPORTED_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts';

/** One line for each version that was ever released; the last one is this build's. Never edit a released line. */
const released: Record<number, string> = {
  1: '1500032c0842e4a185728cc9011c281ef2199eb0bd152fcce45b7d4d8aab673b',
};

describe('the protocol version', () => {
  it('was raised when a schema changed: the hash of all schemas is the one noted for it', async () => {
    const schemas = Object.entries(protocolSchemas).map(([name, schema]) => [name, toWireSchema(schema)]);
    expect({ [PROTOCOL_VERSION]: await canonicalHash(schemas) }).toEqual({
      [PROTOCOL_VERSION]: released[PROTOCOL_VERSION],
    });
  });

  it('is supported from the oldest to the current one', () => {
    expect(isSupportedProtocol(PROTOCOL_VERSION)).toBe(true);
    expect(isSupportedProtocol(OLDEST_SUPPORTED_PROTOCOL - 1)).toBe(false);
    expect(isSupportedProtocol(PROTOCOL_VERSION + 1)).toBe(false);
    expect(isSupportedProtocol(1.5)).toBe(false);
  });
});
