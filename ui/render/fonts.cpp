// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/fonts.h"

#include <QFontDatabase>
#include <QResource>
#include <QStringList>

namespace portolan {

namespace {

enum Face { Regular, Medium, SemiBold, MonoRegular };
constexpr const char *files[] = {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf",
                                 "JetBrainsMono-Regular.ttf", "JetBrainsMono-Medium.ttf"};

Face faceOf(Font role)
{
    switch (role) {
        case Font::Name:
        case Font::Heading:
        case Font::Group:
        case Font::Title:
            return SemiBold;
        case Font::Count:
            return Medium;
        case Font::Mono:
            return MonoRegular;
        case Font::Fact:
            break;
    }
    return Regular;
}

/** The file's bytes, where they lie in the program. */
QByteArray bytesOf(const char *file)
{
    const QResource resource(u":/fonts/"_qs + QLatin1String(file));
    return QByteArray::fromRawData(reinterpret_cast<const char *>(resource.data()), static_cast<int>(resource.size()));
}

bool registerAll()
{
    for (const char *file : files)
        QFontDatabase::addApplicationFontFromData(bytesOf(file));
    return true;
}

}  // namespace

QFont fontOf(Font role, double pixelSize)
{
    static const bool isRegistered = registerAll();
    Q_UNUSED(isRegistered)
    QFont font;
    font.setFamilies(isMono(role) ? QStringList{u"JetBrains Mono"_qs, u"DejaVu Sans Mono"_qs, u"monospace"_qs}
                                  : QStringList{u"Inter"_qs, u"DejaVu Sans"_qs, u"sans-serif"_qs});
    font.setStyleHint(isMono(role) ? QFont::Monospace : QFont::SansSerif);
    font.setWeight(static_cast<QFont::Weight>(weightOf(role)));
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setPixelSize(std::max(1, qRound(pixelSize)));
    return font;
}

QFont fontOf(Font role)
{
    switch (role) {
        case Font::Title:
            return fontOf(role, 20);
        case Font::Name:
            return fontOf(role, 13);
        case Font::Heading:
        case Font::Group:
        case Font::Count:
            return fontOf(role, 12);
        case Font::Fact:
        case Font::Mono:
            break;
    }
    return fontOf(role, 11);
}

QByteArray fontData(Font role)
{
    return bytesOf(files[faceOf(role)]);
}

int weightOf(Font role)
{
    constexpr int weights[] = {400, 500, 600, 400};
    return weights[faceOf(role)];
}

bool isMono(Font role)
{
    return faceOf(role) == MonoRegular;
}

QLatin1String familiesOf(Font role)
{
    return isMono(role) ? QLatin1String("'JetBrains Mono','DejaVu Sans Mono',monospace")
                        : QLatin1String("Inter,'Helvetica Neue',Arial,'Liberation Sans',sans-serif");
}

}  // namespace portolan
