// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/read.h"

#include <algorithm>

#include "kube/input/reader.h"

namespace portolan {

ReadOutcome readBytes(std::string_view bytes, const std::string &name)
{
    Reader reader;
    reader.readText(bytes, name);
    return reader.finish();
}

}  // namespace portolan
