package dev.appwatch.cli;

import picocli.CommandLine.Command;

/** Everything about approved changes: what is known, what is wrong, what became of them. */
@Command(
    name = "changes",
    description = "List, check and audit approved changes, and bundle the proof.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ChangesListCommand.class,
      ChangesCheckCommand.class,
      ChangesAuditCommand.class,
      BundleCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class ChangesCommand extends CommandGroup {}
