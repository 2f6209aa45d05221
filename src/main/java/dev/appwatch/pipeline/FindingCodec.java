package dev.appwatch.pipeline;

import dev.appwatch.model.Finding;
import java.util.function.Function;

/** Turns findings into bytes and back, without loss; safe to share between threads. */
public interface FindingCodec {

  byte[] encode(Finding finding);

  Finding decode(byte[] bytes);

  /** Returns the codec made of the two functions. */
  static FindingCodec of(Function<Finding, byte[]> encoder, Function<byte[], Finding> decoder) {
    return new FindingCodec() {
      @Override
      public byte[] encode(Finding finding) {
        return encoder.apply(finding);
      }

      @Override
      public Finding decode(byte[] bytes) {
        return decoder.apply(bytes);
      }
    };
  }
}
