/** One field of a message: a number (varint or fixed, unsigned) or bytes. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

function varint(bytes: Buffer, at: number): { value: bigint; end: number } {
  let value = 0n;
  for (let i = at; ; i += 1) {
    const byte = bytes[i];
    if (byte === undefined) throw new RangeError('the message ends within a number');
    value |= BigInt(byte & 0x7f) << BigInt(7 * (i - at));
    if (byte < 0x80) return { value, end: i + 1 };
  }
}

/** Reads a message by its wire format (protobuf.dev/programming-guides/encoding), without knowing what it means. */
export function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length;) {
    const tag = varint(message, at);
    const number = Number(tag.value >> 3n);
    at = tag.end;
    switch (Number(tag.value & 7n)) {
      case 0: {
        const { value, end } = varint(message, at);
        fields.push({ number, value });
        at = end;
        break;
      }
      case 1:
        fields.push({ number, value: message.readBigUInt64LE(at) });
        at += 8;
        break;
      case 2: {
        const { value: length, end } = varint(message, at);
        at = end + Number(length);
        fields.push({ number, value: message.subarray(end, at) });
        break;
      }
      case 5:
        fields.push({ number, value: BigInt(message.readUInt32LE(at)) });
        at += 4;
        break;
      default:
        throw new RangeError('no wire type of protobuf 3');
    }
  }
  return fields;
}

export const bytesIn = (fields: readonly Field[], number: number): Buffer[] =>
  fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [field.value] : []));

export const numberIn = (fields: readonly Field[], number: number): bigint | undefined => {
  const values = fields.flatMap(({ number: n, value }) => (n === number && typeof value === 'bigint' ? [value] : []));
  return values.at(-1);
};

export const textIn = (fields: readonly Field[], number: number): string =>
  bytesIn(fields, number).at(-1)?.toString('utf8') ?? '';
