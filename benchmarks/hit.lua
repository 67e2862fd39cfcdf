-- Sends hits for fifty objects from a thousand readers.
wrk.method = "POST"
local agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 r"
local number = 0
request = function()
  number = number + 1
  local headers = { ["User-Agent"] = agent .. (number % 1000), ["Content-Type"] = "text/plain" }
  return wrk.format(nil, "/reach/hit", headers, "o=page:" .. (number % 50) .. "&c=web")
end
