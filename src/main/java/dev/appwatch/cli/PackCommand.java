package dev.appwatch.cli;

import dev.appwatch.rules.PackKeys;
import dev.appwatch.rules.PackSignature;
import dev.appwatch.rules.RuleBookLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs policy packs, and tells whether one is as it was signed. */
@Command(
    name = "pack",
    description = "Sign a policy pack, or tell whether it is as it was signed.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PackCommand.DigestCommand.class,
      PackCommand.SignCommand.class,
      PackCommand.CheckCommand.class
    })
final class PackCommand extends CommandGroup {

  /** Tells the digest of a pack. */
  @Command(
      name = "digest",
      description = "Tell the digest of a pack, as findings name it.",
      mixinStandardHelpOptions = true)
  static final class DigestCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
    private @Nullable Path rules;

    @Override
    public Integer call() {
      spec.commandLine().getOut().println(RuleBookLoader.digest(Pack.folder(rules)));
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
  }

  /** Signs a pack. */
  @Command(
      name = "sign",
      description = {
        "Sign a pack: every file with its digest, and a version that only grows.",
        "The signature is written beside the folder of the pack. Keys are Ed25519 in PEM files:",
        "  openssl genpkey -algorithm ed25519 -out key.pem",
        "  openssl pkey -in key.pem -pubout -out key-public.pem"
      },
      mixinStandardHelpOptions = true)
  static final class SignCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
    private @Nullable Path rules;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key.")
    private Path key;

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        required = true,
        description = "The public key that belongs to it.")
    private Path publicKey;

    @Option(
        names = "--version-number",
        paramLabel = "N",
        required = true,
        description = "Number of this state of the pack, greater than the last one.")
    private long version;

    @Override
    public Integer call() {
      if (version < 1) {
        throw new RefusedException("The version (%d) must be 1 or more.".formatted(version));
      }
      Path pack = Pack.folder(rules);
      PackSignature.sign(pack, version, PackKeys.privateKey(key), PackKeys.publicKey(publicKey));
      // a key that does not fit its public half would only be noticed where the pack is used
      PackSignature signature = PackSignature.verify(pack, PackKeys.publicKeys(publicKey), version);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s: version %d, %d files, key %s%n",
          PackSignature.fileOf(pack),
          signature.version(),
          signature.digests().size(),
          signature.key());
      out.flush();
      return ExitCode.DONE;
    }
  }

  /** Tells whether a pack is as it was signed. */
  @Command(
      name = "verify",
      description = {
        "Tell whether a pack is as it was signed, by a key that is known here.",
        "Refuses a missing or broken signature, an unknown key, a file that was added, changed or",
        "removed, and a version older than --least-version."
      },
      mixinStandardHelpOptions = true)
  static final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
    private @Nullable Path rules;

    @Option(
        names = "--keys",
        paramLabel = "PATH",
        required = true,
        description = "A public key, or a folder of those that may sign.")
    private Path keys;

    @Option(
        names = "--least-version",
        paramLabel = "N",
        defaultValue = "1",
        description = "The version that was accepted last. Default: ${DEFAULT-VALUE}.")
    private long least;

    @Override
    public Integer call() {
      Path pack = Pack.folder(rules);
      PackSignature signature = PackSignature.verify(pack, PackKeys.publicKeys(keys), least);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s is as it was signed: version %d, %d files, key %s%n",
          pack, signature.version(), signature.digests().size(), signature.key());
      out.flush();
      return ExitCode.DONE;
    }
  }
}
