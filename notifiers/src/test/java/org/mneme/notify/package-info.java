/** What the tests of several channels use. */
package org.mneme.notify;
