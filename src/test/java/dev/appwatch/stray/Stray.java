package dev.appwatch.stray;

/** Lives in a package that nobody planned. */
public final class Stray {}
