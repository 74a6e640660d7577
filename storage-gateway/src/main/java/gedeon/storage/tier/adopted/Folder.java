package gedeon.storage.tier.adopted;

import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Opens files of a folder without leaving it: each name on the way is opened below the one before, and none may be a link, whoever exchanges what meanwhile. Nothing
 * is written.
 */
public final class Folder {
    private static final Set<OpenOption> READING = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path root;

    public Folder(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** An open file, and what could be seen of it when it was opened. */
    record Opened(FileChannel channel, AdoptedFile.Look look) {}

    @FunctionalInterface
    private interface Act<T> {
        T on(SecureDirectoryStream<Path> folder, Path name) throws IOException;
    }

    /**
     * @throws NoSuchFileException where no regular file is there
     * @throws TierOffline where the folder itself is not there, or empty: a mount that is gone
     */
    Opened open(byte[] path) throws IOException {
        return in(path, (folder, name) -> {
            AdoptedFile.Look before = look(folder, name);
            SeekableByteChannel opened = folder.newByteChannel(name, READING);
            try {
                if (opened instanceof FileChannel channel
                        && Objects.equals(look(folder, name).key(), before.key())) {
                    return new Opened(channel, before);
                }
                throw new NoSuchFileException(shown(path), null, "was exchanged while it was opened");
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        });
    }

    /** @throws NoSuchFileException and {@code TierOffline} as {@link #open} */
    public AdoptedFile.Look look(byte[] path) throws IOException {
        return in(path, Folder::look);
    }

    private static AdoptedFile.Look look(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        BasicFileAttributes found = folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!found.isRegularFile()) {
            throw new NoSuchFileException(name.toString(), null, "is no file any more");
        }
        return new AdoptedFile.Look(found.size(), nanos(found.lastModifiedTime()), found.fileKey());
    }

    /** Of a file's time; 1677 and 2262 for what is before or behind them. */
    public static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private <T> T in(byte[] path, Act<T> act) throws IOException {
        Path whole = RawPaths.under(root, path);
        Path below = root.relativize(whole);
        try (SecureDirectoryStream<Path> top = top()) {
            return in(top, below, 0, act);
        } catch (NoSuchFileException | NotDirectoryException e) {
            requireThere();
            throw e instanceof NoSuchFileException
                    ? e
                    : new NoSuchFileException(shown(path), null, "a folder above it is none any more");
        } catch (TierOffline e) {
            throw e;
        } catch (IOException e) {
            if (leadsOverALink(below)) {
                throw new NoSuchFileException(shown(path), null, "a link has taken its place");
            }
            throw e instanceof FileSystemException ? broken(e) : e;
        }
    }

    private static <T> T in(SecureDirectoryStream<Path> folder, Path below, int at, Act<T> act) throws IOException {
        Path name = below.getName(at);
        if (name.toString().equals("..") || name.toString().equals(".")) {
            throw new NoSuchFileException(below.toString(), null, "leads out of the folder");
        }
        if (at == below.getNameCount() - 1) {
            return act.on(folder, name);
        }
        try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return in(next, below, at + 1, act);
        }
    }

    /** Asked when opening has failed: the system's own words for it are those of the server's language. */
    private boolean leadsOverALink(Path below) {
        for (int i = 1; i <= below.getNameCount(); i++) {
            if (Files.isSymbolicLink(root.resolve(below.subpath(0, i)))) {
                return true;
            }
        }
        return false;
    }

    /** @throws TierOffline where what was opened is not the folder that was adopted, but one that a link leads to */
    private SecureDirectoryStream<Path> top() throws IOException {
        SecureDirectoryStream<Path> top = secure(Files.newDirectoryStream(root));
        try {
            Object opened = top.getFileAttributeView(BasicFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            if (root.toRealPath().equals(root)
                    && Objects.equals(
                            opened,
                            Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                    .fileKey())) {
                return top;
            }
            throw new TierOffline("a link has taken the place of the adopted folder " + root
                    + " or of one above it, and nothing is read through it; put the folder itself there again");
        } catch (IOException | RuntimeException e) {
            top.close();
            throw e;
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new TierOffline(
                "this system cannot open files below a folder without following links; adopted folders are read on Linux");
    }

    /** An empty folder is where something was mounted; a link in its place is somebody else's. */
    public void requireThere() throws TierOffline {
        try (DirectoryStream<Path> held = top()) {
            if (held.iterator().hasNext()) {
                return;
            }
        } catch (TierOffline e) {
            throw e;
        } catch (IOException e) {
            throw new TierOffline("the adopted folder " + root + " cannot be read: " + e + "; is it mounted?");
        }
        throw new TierOffline("the adopted folder " + root + " is empty; is it mounted?");
    }

    private TierBroken broken(IOException e) {
        return new TierBroken("the adopted folder " + root + " cannot be read: " + e, e);
    }

    /** A path for people. */
    public static String shown(byte[] path) {
        return new String(path, java.nio.charset.StandardCharsets.UTF_8);
    }
}
