package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final CommandLineRun program = new CommandLineRun();

  @Test
  void help_namesEveryOptionOfTheContract() {
    assertEquals(ExitCode.OK, program.run("--help"));
    for (String option :
        new String[] {
          "-e, --email",
          "-s, --send",
          "--no-upload",
          "--all",
          "--match=TEXT",
          "-p, --profile=SECONDS",
          "--profile-mutex-fraction=N",
          "--profile-blocking-rate=NANOS",
          "--pprof=[NAME=]URL",
          "--log=GLOB",
          "--conf=GLOB",
          "--only=IDS",
          "--skip=IDS",
          "-l, --local",
          "-o, --output=DIR",
          "-c, --config=FILE",
          "-t, --provider-timeout=DURATION",
          "--keep-archive",
          "--delete-archive",
          "--json",
          "-q, --quiet",
          "-v, --verbose",
          "--color=WHEN",
          "--api-key-file=FILE",
          "list",
          "send",
          "receive",
          "demo"
        }) {
      assertTrue(program.out().contains(option), () -> option + " is not in " + program.out());
    }
    assertEquals("", program.err());
  }

  @Test
  void version_isThatOfThePom() {
    assertEquals(ExitCode.OK, program.run("--version"));
    assertTrue(program.out().matches("jflare \\d+\\.\\d+\\.\\d+\\R"), program.out());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "x --jsno                        | unknown option: '--jsno'",
        "x -p -1                         | invalid value '-1' for --profile: expected 0 to 3600 seconds",
        "x -p 3601                       | invalid value '3601' for --profile: expected 0 to 3600 seconds",
        "x -p 30s                        | invalid value for option '--profile'",
        "x -t 10                         | '10' is not a duration; write it with its unit, like 10s or 1m30s",
        "x -t 0s                         | expected more than 0s",
        "x --profile-mutex-fraction 0    | invalid value '0' for --profile-mutex-fraction",
        "x --profile-blocking-rate=-5    | invalid value '-5' for --profile-blocking-rate",
        "x --send --no-upload            | --send and --no-upload exclude each other",
        "x --keep-archive --delete-archive | --keep-archive and --delete-archive exclude each other",
        "x ../1                          | '../1' is not a case id; expected letters, digits, - and _",
        "x 1 2                           | unmatched argument at index 2: '2'",
        "--all --match x                 | --all and --match exclude each other",
        "--match x 1 2                   | --all and --match take no target",
        "x list                          | 'list' is a command and cannot follow a target",
        "-p 5 list                       | option --profile has no effect before the command 'list'",
        "--color sometimes x             | expected one of [auto, always, never]",
      })
  void wrongUsage_saysWhatIsWrongAndHowItIsWritten(String line, String complaint) {
    assertEquals(ExitCode.USAGE, program.run(line.split(" ")));
    assertTrue(program.err().contains(complaint), program.err());
    assertTrue(program.err().startsWith("jflare: "), program.err());
    assertTrue(program.err().contains("Usage: java -jar attach.jar"), program.err());
    assertEquals("", program.out());
  }

  @Test
  void noTargetAtAll_withoutATerminal_isWrongUsage() {
    assertEquals(ExitCode.USAGE, program.run());
    assertTrue(program.err().contains("no target given"), program.err());
  }

  @Test
  void unknownCollector_isMetWithTheKnownOnes() {
    assertEquals(ExitCode.USAGE, program.run("x", "--only", "threads,mbean"));
    assertTrue(program.err().contains("invalid value 'mbean' for --only"), program.err());
    assertTrue(program.err().contains("threads, jars, mbeans"), program.err());
  }

  @Test
  void wrongEndpoint_isRefusedBeforeAnyJvmIsTouched() {
    assertEquals(ExitCode.USAGE, program.run("x", "--pprof", "ftp://u:s3cret@h/debug/pprof"));
    assertTrue(program.err().contains("--pprof: "), program.err());
    assertFalse(program.err().contains("s3cret"), program.err());
  }

  @Test
  void aTextThatFitsNoJvm_andACaseIdThatIsNone_areRefused() {
    assertEquals(ExitCode.NO_SUCH_JVM, program.run("--match", "no such program anywhere"));
    assertTrue(program.err().contains("no JVM fits"), program.err());
    assertEquals(ExitCode.USAGE, program.run("--match", "x", "../1"));
    assertTrue(program.err().contains("'../1' is not a case id"), program.err());
  }

  @Test
  void ownPid_isNoTarget() {
    assertEquals(ExitCode.NO_SUCH_JVM, program.run(Long.toString(ProcessHandle.current().pid())));
    assertTrue(program.err().contains("is this command itself"), program.err());
  }

  @Test
  void aPidTooLargeForAnyProcess_doesNotExist() {
    assertEquals(ExitCode.NO_SUCH_JVM, program.run("99999999999999999999"));
    assertTrue(program.err().contains("there is no process"), program.err());
  }

  @Test
  void missingOutputFolder_isFoundBeforeAnyJvmIsTouched() {
    assertEquals(ExitCode.USAGE, program.run("x", "-o", "/does/not/exist"));
    assertTrue(program.err().contains("--output /does/not/exist is not a folder"), program.err());
  }

  @Test
  void receive_refusesAnAddressThatIsNone() {
    assertEquals(ExitCode.USAGE, program.run("receive", "--listen", "nowhere"));
    assertTrue(program.err().contains("expected HOST:PORT"), program.err());
  }

  @Test
  void typo_isMetWithASuggestion() {
    program.run("x", "--sendd");
    assertTrue(program.err().contains("Did you mean --send"), program.err());
  }

  @Test
  void wrongUsage_withJson_endsInAResultLine() {
    assertEquals(ExitCode.USAGE, program.run("x", "--nonsense", "--json"));
    JsonNode result = program.result();
    assertEquals("result", result.get("event").textValue());
    assertEquals(ExitCode.USAGE, result.get("exitCode").intValue());
    assertTrue(result.get("error").textValue().contains("--nonsense"), result::toString);
  }

  @Test
  void json_isNotTakenFromBehindTheEndOfOptions() {
    program.run("--nonsense", "--", "--json");
    assertEquals("", program.out());
    assertFalse(program.err().isEmpty());
  }
}
