// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan {

/** Appends what a plain, untagged YAML scalar means, as JSON text.
 *
 *  As kubectl reads it: YAML 1.1's yes, no, on and off (and y, n) are truth values, 0777 and 0o777 are octal, 1_000 is
 * a number, a time is text. Numbers that JSON has no word for (.inf, .nan) are null. Source: sigs.k8s.io/yaml,
 * goyaml.v2, resolve.go.
 */
void appendPlainScalar(std::string &json, std::string_view text);

/** The same for a scalar that must be text, with quotes and escapes. */
void appendTextScalar(std::string &json, std::string_view text);

}  // namespace portolan
