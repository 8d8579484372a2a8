// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace portolan {

class TopologyCanvas;

/** Makes the chart a tree for screen readers: the canvas, and below it every item in view in reading order, with its
 *  name in words, its place, and that it can be selected and opened. Once per program. */
void installCanvasAccessible();

/** Tells screen readers that the selection has moved. */
void announceSelection(TopologyCanvas *canvas);

}  // namespace portolan
