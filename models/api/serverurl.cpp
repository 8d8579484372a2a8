// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/serverurl.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace portolan {

namespace {

struct UrlDeleter {
    void operator()(CURLU *url) const { curl_url_cleanup(url); }
};

std::string part(CURLU *url, CURLUPart which, unsigned flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, curl_free);
    return text;
}

std::string encoded(std::string_view text, std::string_view plain)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || plain.find(c) != plain.npos;
        if (isPlain)
            result += c;
        else
            (((result += '%') += digits[byte >> 4]) += digits[byte & 15]);
    }
    return result;
}

}  // namespace

Result<ServerUrl> serverUrl(std::string_view text)
{
    const std::unique_ptr<CURLU, UrlDeleter> url(curl_url());
    const std::string whole(text);
    if (curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), 0) != CURLUE_OK)
        return Error{Error::Kind::Config, "the server's address is not a URL such as https://192.168.1.10:6443", {}};
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    ServerUrl result;
    result.isTls = scheme == "https";
    result.host = part(url.get(), CURLUPART_HOST);
    if ((scheme != "https" && scheme != "http") || result.host.empty())
        return Error{Error::Kind::Config, "the server's address must begin with https:// or http://", {}};
    result.port = std::atoi(part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT).c_str());
    result.path = part(url.get(), CURLUPART_PATH);
    while (result.path.ends_with('/'))
        result.path.pop_back();
    result.text = scheme + "://" + result.hostAndPort() + result.path;
    return result;
}

std::string ServerUrl::withHost(const std::string &other) const
{
    return std::string(isTls ? "https://" : "http://") + other + ':' + std::to_string(port) + path;
}

bool ServerUrl::isLoopback() const
{
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::string headerKey(std::string_view key)
{
    return encoded(key, "!#$&'*+-.^_`|~");
}

std::string percentEncoded(std::string_view text)
{
    return encoded(text, "-._~");
}

}  // namespace portolan
