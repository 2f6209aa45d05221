package dev.appwatch.routes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What is shown to a server so that it answers. */
interface Credentials {

  /**
   * Returns the value of the header {@code Authorization}.
   *
   * @throws RemoteException when whoever hands them out does not
   */
  String header() throws RemoteException, InterruptedException;

  /** Takes in that they were refused; returns whether others can be had. */
  boolean renew();

  /** Returns a name and its password. */
  static Credentials basic(String user, String password) {
    String both =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return new Credentials() {
      @Override
      public String header() {
        return "Basic " + both;
      }

      @Override
      public boolean renew() {
        return false;
      }
    };
  }
}
