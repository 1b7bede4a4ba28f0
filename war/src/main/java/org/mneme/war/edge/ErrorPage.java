package org.mneme.war.edge;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.mneme.war.http.Failures;

/**
 * Answer what the container refuses before any filter sees it, such as an address below {@code /WEB-INF}.
 *
 * <p>Declared in {@code web.xml} as the error page of everything, and never answering when it is asked itself.
 */
public class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Failures failures = Arrival.of(request, response);
        Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        failures.send(response, failures.answer(status == null ? 404 : status));
    }
}
