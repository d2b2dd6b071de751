package org.trustnet.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.cli.json.JsonFault;
import org.trustnet.cli.terminal.Terminal;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.store.StoreRefusal;
import org.trustnet.trustdb.DatabaseException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Does what one command line says. */
public final class Cli {
  private final Surroundings surroundings;
  private final CommandLine commands;

  public Cli(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.commands = new CommandLine(CommandTable.build(surroundings.wiring()));
    commands.setExpandAtFiles(false);
    commands.setOverwrittenOptionsAllowed(true);
    commands.setAllowSubcommandsAsOptionParameters(true);
  }

  CommandLine commands() {
    return commands;
  }

  /** Runs the command and returns the exit code; never throws for what a user can cause. */
  public int run(List<String> words) {
    Terminal terminal = surroundings.terminal();
    boolean verbose = words.contains("-v");
    try {
      return invoke(commands.parseArgs(words.toArray(String[]::new)));
    } catch (ParameterException e) {
      terminal.error(UsageFault.line(e));
      return ExitCode.USAGE;
    } catch (OperationException e) {
      terminal.error(String.valueOf(e.getMessage()));
      e.details().forEach(line -> terminal.err().println("  " + Printable.escape(line)));
      return e.kind().exitCode();
    } catch (RepositoryException | ConfigException | DatabaseException | StoreRefusal e) {
      terminal.error(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    } catch (JsonFault e) {
      terminal.error("the answer is not JSON: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (UncheckedIOException e) {
      return outputFault(e);
    } catch (InterruptedException e) {
      return ExitCode.BROKEN_OFF;
    } catch (Exception e) {
      return internal(e, verbose);
    }
  }

  private int invoke(ParseResult parsed) throws Exception {
    Invocation invocation = new Invocation(parsed);
    CommandLine command = invocation.leaf().commandSpec().commandLine();
    if (invocation.leaf().isUsageHelpRequested() || parsed.isUsageHelpRequested()) {
      help(command);
      return ExitCode.DONE;
    }
    if (parsed.isVersionHelpRequested()) {
      surroundings.terminal().line("trustnet version " + Version.NUMBER);
      return ExitCode.DONE;
    }
    invocation.checkParents();
    return switch (invocation.action()) {
      case Action.Group() when command.getCommandSpec().parent() == null -> {
        help(command);
        yield ExitCode.DONE;
      }
      case Action.Group() -> throw OperationException.usage(UsageFault.group(command));
      case Action.Own(Action.OwnCommand own) ->
          new OwnCommandRunner(surroundings, invocation, commands).run(own);
      case Action.Call(var spec) -> {
        invocation.applyLogLevel();
        yield BreakOff.guarded(
            () -> {
              new OperationRunner(surroundings, invocation, spec).run();
              return ExitCode.DONE;
            });
      }
    };
  }

  private void help(CommandLine command) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Ansi ansi = surroundings.terminal().colour() ? Ansi.ON : Ansi.OFF;
    command.usage(new PrintStream(text, true, StandardCharsets.UTF_8), ansi);
    surroundings.terminal().line(text.toString(StandardCharsets.UTF_8).stripTrailing());
  }

  /** Who reads our output went away, which needs no words, or the disk is full. */
  private int outputFault(UncheckedIOException e) {
    String why = String.valueOf(e.getMessage());
    if (!why.contains("Broken pipe")) {
      surroundings.terminal().error("cannot write the answer: " + why);
    }
    return ExitCode.FAILED;
  }

  private int internal(Exception e, boolean verbose) {
    Terminal terminal = surroundings.terminal();
    terminal.error("internal error: " + e + (verbose ? "" : "; -v shows where"));
    if (verbose) {
      for (StackTraceElement frame : e.getStackTrace()) {
        terminal.err().println("  at " + frame);
      }
    }
    return ExitCode.FAILED;
  }
}
