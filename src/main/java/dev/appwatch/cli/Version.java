package dev.appwatch.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which build this is. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"appwatch " + number()};
  }

  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
