declare module 'kafkajs-snappy' {
  /** The codec for kafkajs' registry. */
  export default function createCodec(): {
    compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
    decompress(bytes: Buffer): Promise<Buffer>;
  };
}
