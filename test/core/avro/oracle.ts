import type { Buffer } from 'node:buffer';
import avsc, { type Schema, type Type } from 'avsc';
import { avscLong } from '../../../src/core/avro/avsc-long.ts';
import type { SchemaJson } from '../../../src/core/avro/schema.ts';

/** avsc's type of a schema: unions wrapped, longs as bigints of 64 bits. */
export function oracleType(json: SchemaJson): Type {
  return avsc.Type.forSchema(json as Schema, { typeHook: longHook, wrapUnions: true });
}

/** A registry entry alone would miss longs with a logical type. */
function longHook(schema: Schema): Type | undefined {
  const kind = typeof schema === 'object' && 'type' in schema ? schema.type : schema;
  return kind === 'long' ? avscLong : undefined;
}

/** Whether avsc decodes the bytes. */
export function oracleAccepts(type: Type, bytes: Buffer): boolean {
  try {
    type.fromBuffer(bytes);
    return true;
  } catch {
    return false;
  }
}
