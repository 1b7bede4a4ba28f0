/** How the server reads the parameters of an address: as strictly as it reads bodies. Nothing here knows a dialect. */
package org.mneme.war.query;
