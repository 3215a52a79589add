import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Keeps files and sockets open in its working folder: {@code app.log} (text), {@code binary.log}, {@code data.db}, {@code gone.log} (deleted while
 * open), a listener and a connection to it. Burns CPU on a thread {@code hot-thread}.
 */
public final class Logging {
  public static void main(String[] arguments) throws Exception {
    FileOutputStream app = new FileOutputStream("app.log", true);
    app.write("first line of the log\n".getBytes("UTF-8"));
    FileOutputStream binary = new FileOutputStream("binary.log");
    binary.write(new byte[] {0, 1, 2, 3});
    FileOutputStream data = new FileOutputStream("data.db");
    data.write("text, but no log".getBytes("UTF-8"));
    RandomAccessFile gone = new RandomAccessFile("gone.log", "rw");
    gone.write("deleted, but open\n".getBytes("UTF-8"));
    new java.io.File("gone.log").delete();
    ServerSocket server = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
    Socket accepted = server.accept();
    Thread hot = new Thread(() -> { long x = 0; while (true) { x = x * 31 + System.nanoTime(); if (x == 42) System.gc(); } }, "hot-thread");
    hot.setDaemon(true);
    hot.start();
    System.out.println("port " + server.getLocalPort());
    System.out.println("ready");
    System.out.flush();
    Thread.sleep(60_000);
    app.close(); binary.close(); data.close(); gone.close(); client.close(); accepted.close(); server.close();
  }
}
