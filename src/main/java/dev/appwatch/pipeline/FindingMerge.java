package dev.appwatch.pipeline;

import dev.appwatch.model.Finding;

/**
 * Merges findings of one id one after the other, in a form that can be kept between them. The
 * result does not depend on their order. Safe to share between threads.
 */
public final class FindingMerge {

  private final MergedCodec codec;

  public FindingMerge(FindingCodec codec) {
    this.codec = new MergedCodec(codec);
  }

  /** Returns what is kept of the first finding of an id. */
  public byte[] first(Finding finding) {
    return codec.encode(Merged.of(finding));
  }

  /** Returns what is kept once another finding of the same id came. */
  public byte[] and(byte[] kept, Finding finding) {
    return codec.encode(codec.decode(kept).and(Merged.of(finding)));
  }

  /** Returns the finding that all of them make, before approvals were counted. */
  public Finding finding(byte[] kept) {
    return codec.decode(kept).finding();
  }

  /** Returns the finding as the alert that it is once its approval was used up. */
  public static Finding beyondCount(Finding finding) {
    return Quotas.exceeded(finding);
  }
}
