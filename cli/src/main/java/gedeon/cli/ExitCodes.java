package gedeon.cli;

import gedeon.client.Obstacle;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;

/** The one place that turns what went wrong into an exit code and one line. */
final class ExitCodes {
    private ExitCodes() {}

    static ExitCode of(Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.code();
        }
        if (thrown instanceof Unreachable) {
            return ExitCode.UNREACHABLE;
        }
        if (thrown instanceof ProblemException problem) {
            return switch (problem.status()) {
                case 401, 403, 423, 507 -> ExitCode.REFUSED;
                default -> ExitCode.FAILED;
            };
        }
        return ExitCode.FAILED;
    }

    static String line(Throwable thrown, Words words) {
        String message = thrown.getMessage();
        if (thrown instanceof ProblemException problem && problem.status() == 401) {
            return words.say("wrong-token");
        }
        if (thrown instanceof Unreachable away) {
            // What an own sentence tells is told in the asker's language.
            return away.obstacle()
                    .filter(obstacle -> obstacle.kind() != Obstacle.Kind.SERVER_AWAY)
                    .map(obstacle -> obstacle.sentence(words.locale()))
                    .orElse(String.valueOf(message));
        }
        if (thrown instanceof Refusal || thrown instanceof ProblemException) {
            return String.valueOf(message);
        }
        String name = thrown.getClass().getSimpleName();
        return (message == null || message.isBlank() ? name : name + ": " + message).replace('\n', ' ');
    }
}
