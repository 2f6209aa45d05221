package dev.appwatch.report;

/**
 * How the text report looks.
 *
 * @param showAll whether suppressed and informational findings are shown too, not only counted
 * @param colour whether risks are coloured
 */
public record TextOptions(boolean showAll, boolean colour) {}
