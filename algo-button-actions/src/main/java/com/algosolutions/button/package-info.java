/**
 * The button-action API: read a device's buttons with {@link com.algosolutions.button.ButtonActions}, press one, and read its {@link
 * com.algosolutions.button.PressResult}.
 */
@NullMarked
package com.algosolutions.button;

import org.jspecify.annotations.NullMarked;
