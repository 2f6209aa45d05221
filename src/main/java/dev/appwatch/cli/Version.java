package dev.appwatch.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which build this is. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"appwatch " + (version == null ? "(not packaged)" : version)};
  }
}
