import { describe, expect, it } from 'vitest';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import { protocolSchemas, toWireSchema } from '#shared/protocol/schemas.ts';
import { isSupportedProtocol, OLDEST_SUPPORTED_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts';

/** One line for each version that was ever released; the last one is this build's. Never edit a released line. */
const released: Record<number, string> = {
  1: 'a4a3d31d9ca01c4ced2970ca3e286812de000ce12a618273d6b74734e037bf42',
  2: 'c226ac269a624f42896ce93fd7adfdcecd38f824b623440a461192fde3cd0a62',
  3: 'e8f908a2ce9c2a5e1bd3917075876728d5cefe12d2c787ec234683e9d3bb4659',
  4: '208be5b6f143cebff30c252c2d291bfa439fce8725f4447fdac88ea9889c62be',
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
