import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Reads paths from standard input, one a line; answers each with its failures against PDF/UA-1 and a line "end". */
public class Verapdf {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
        PrintStream answers = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            judge(path, answers);
            answers.println("end");
        }
    }

    private static void judge(String path, PrintStream answers) {
        PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
        try (InputStream stream = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                RuleId rule = failed.getKey();
                answers.println(line(result, rule, failed.getValue()));
            }
            if (!result.isCompliant() && result.getFailedChecks().isEmpty()) {
                answers.println("not compliant, no rule named");
            }
            if (result.getTotalAssertions() == 0) {
                answers.println("nothing was checked");
            }
        } catch (Throwable fault) {
            answers.println("unreadable: " + String.valueOf(fault).replaceAll("\\s+", " "));
        }
    }

    private static String line(ValidationResult result, RuleId rule, int times) {
        String name = rule.getClause() + "-" + rule.getTestNumber() + " x" + times;
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getRuleId().equals(rule)) {
                String where = assertion.getLocation() == null ? "" : assertion.getLocation().getContext();
                return (name + ": " + assertion.getMessage() + " at " + where).replaceAll("\\s+", " ");
            }
        }
        return name;
    }
}
