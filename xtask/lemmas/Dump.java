import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import morfologik.stemming.Dictionary;
import morfologik.stemming.DictionaryLookup;
import morfologik.stemming.WordData;
import morfologik.stemming.polish.PolishStemmer;

/** Prints every form of the Polish dictionary with its lemma: "form TAB lemma". */
public class Dump {
    public static void main(String[] arguments) throws Exception {
        Dictionary dictionary = Dictionary.read(PolishStemmer.class.getResource("polish.dict"));
        var out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20), false, "UTF-8");
        for (WordData word : new DictionaryLookup(dictionary)) {
            out.println(word.getWord() + "\t" + word.getStem());
        }
        out.flush();
    }
}
