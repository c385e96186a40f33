#include <silipool/data/files.hpp>

#include <bit>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::string little(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t b = 0; b < bytes; ++b, value >>= 8U) out.push_back(static_cast<char>(value & 0xffU));
  return out;
}
std::string f8(double value) { return little(std::bit_cast<std::uint64_t>(value), 8); }
std::string f4(float value) { return little(std::bit_cast<std::uint32_t>(value), 4); }

/// What numpy.save writes: the header is padded to a multiple of 64 bytes.
std::string npy_of(const std::string& header, const std::string& values, int version = 1) {
  const std::size_t before = version == 1 ? 10 : 12;
  std::string text = header;
  while ((before + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  return "\x93NUMPY" + little(static_cast<unsigned>(version), 2) + little(text.size(), version == 1 ? 2 : 4) +
         text + values;
}
std::string npy(const std::string& dtype, const std::string& shape, const std::string& values) {
  return npy_of("{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (" + shape + "), }", values);
}

/// A zip archive as numpy.savez or, `deflated`, numpy.savez_compressed writes it.
std::string zip(const std::vector<std::pair<std::string, std::string>>& members, bool deflated) {
  std::string archive, directory;
  for (const auto& [name, content] : members) {
    std::string packed = content;
    if (deflated) {
      z_stream stream{};
      EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
      packed.resize(deflateBound(&stream, content.size()));
      std::string copy = content;
      stream.next_in = reinterpret_cast<Bytef*>(copy.data());
      stream.avail_in = static_cast<unsigned>(copy.size());
      stream.next_out = reinterpret_cast<Bytef*>(packed.data());
      stream.avail_out = static_cast<unsigned>(packed.size());
      EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
      packed.resize(stream.total_out);
      deflateEnd(&stream);
    }
    const auto* bytes = reinterpret_cast<const Bytef*>(content.data());
    const std::string common = little(20, 2) + little(0, 2) + little(deflated ? 8 : 0, 2) + little(0, 4) +
                               little(crc32_z(0, bytes, content.size()), 4) + little(packed.size(), 4) +
                               little(content.size(), 4) + little(name.size(), 2);
    directory += "PK\1\2" + little(20, 2) + common + little(0, 12) + little(archive.size(), 4) + name;
    // numpy leaves room for 64-bit sizes behind the name.
    archive += "PK\3\4" + common + little(4, 2) + name + little(0xffff, 4) + packed;
  }
  return archive + directory + "PK\5\6" + little(0, 4) + little(members.size(), 2) +
         little(members.size(), 2) + little(directory.size(), 4) + little(archive.size(), 4) + little(0, 2);
}

class Npy : public Scratch {
 protected:
  Images load(const std::string& values, const LoadOptions& options = {}) const {
    return load_pair(put("x.npy", values), put("y.npy", npy("|u1", "2,", "\5\6")), options);
  }
  std::string refusal(const std::string& values, const LoadOptions& options = {}) const {
    return without_folder(error_of([&] { (void)load(values, options); }));
  }
  std::string refused_labels(const std::string& labels) const {
    return without_folder(
        error_of([&] { (void)load_pair(put("x.npy", npy("|u1", "2, 1", "ab")), put("y.npy", labels), {}); }));
  }
  std::string without_folder(const std::string& message) const {
    const std::size_t at = message.find(folder_.string() + "/");
    return at == std::string::npos ? message : message.substr(at + folder_.string().size() + 1);
  }
  static LoadOptions range(std::int64_t low, std::int64_t high) {
    return {.format = {.range = {{low, high}}, .npz_keys = {}}};
  }
};

TEST_F(Npy, BytesFlatOrInRows) {
  const Images flat = load(npy("|u1", "2, 3", "abcdef"));
  EXPECT_EQ(flat.height, 1U);
  EXPECT_EQ(flat.width, 3U);
  EXPECT_EQ(flat.pixels, (Bytes{'a', 'b', 'c', 'd', 'e', 'f'}));
  EXPECT_EQ(flat.labels, (Bytes{5, 6}));
  const Images rows = load(npy("|u1", "2, 3, 1", "abcdef"));
  EXPECT_EQ(rows.height, 3U);
  EXPECT_EQ(rows.width, 1U);
  const std::string second = npy_of("{'shape': (2, 1), 'fortran_order': False, 'descr': '|u1'}", "ab", 2);
  EXPECT_EQ(load(second).pixels, (Bytes{'a', 'b'}));
  EXPECT_EQ(
      load_pair(put("named without an ending", second), put("y.npy", npy("|u1", "2,", "\1\2")), {}).size(),
      2U);
}

TEST_F(Npy, EveryType) {
  const Bytes expected{7, 200};
  for (const char* dtype : {"|u1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8"}) {
    const auto size = static_cast<std::size_t>(dtype[2] - '0');
    EXPECT_EQ(load(npy(dtype, "2, 1", little(7, size) + little(200, size))).pixels, expected) << dtype;
  }
  EXPECT_EQ(load(npy("<f4", "2, 1", f4(7) + f4(200))).pixels, expected);
  EXPECT_EQ(load(npy("<f8", "2, 1", f8(7) + f8(200))).pixels, expected);
  EXPECT_EQ(load(npy("|b1", "2, 1", std::string("\0\1", 2))).pixels, (Bytes{0, 255}));
  EXPECT_EQ(load(npy("|i1", "2, 1", "\x81\x7f"), range(-127, 127)).pixels, (Bytes{0, 255}));
  EXPECT_EQ(load(npy("<i8", "2, 1", little(~std::uint64_t{0}, 8) + little(1, 8)), range(-1, 1)).pixels,
            (Bytes{0, 255}));
}

TEST_F(Npy, FloatsAreScaledExactly) {
  // As doubles, 0.1 is a little more than a tenth and 0.3 a little less than three: 25.5 and 76.5.
  EXPECT_EQ(load(npy("<f8", "2, 1", f8(0.1) + f8(0.3)), range(0, 1)).pixels, (Bytes{26, 76}));
  EXPECT_EQ(load(npy("<f8", "2, 1", f8(0) + f8(-5e-324)), range(-1, 1)).pixels, (Bytes{128, 127}));
  EXPECT_EQ(load(npy("<f8", "2, 1", f8(5e-324) + f8(-0.0)), range(-1, 1)).pixels, (Bytes{128, 128}));
  EXPECT_EQ(load(npy("<f4", "2, 1", f4(0.5F) + f4(1)), range(0, 1)).pixels, (Bytes{128, 255}));
  EXPECT_EQ(load(npy("<f8", "2, 1", f8(1e6) + f8(-1e6)), range(-1000000, 1000000)).pixels, (Bytes{255, 0}));
}

TEST_F(Npy, RefusesValues) {
  const double nan = std::bit_cast<double>(0x7ff8000000000000U);
  const double inf = std::bit_cast<double>(0xfff0000000000000U);
  EXPECT_EQ(refusal(npy("<f8", "2, 2", f8(1) + f8(2) + f8(3) + f8(nan)), range(0, 9)),
            "x.npy: sample 1, value 1, nan, is not a number (NaN)");
  EXPECT_EQ(refusal(npy("<f8", "2, 1", f8(1) + f8(inf))), "x.npy: sample 1, value 0, -inf, is infinite");
  EXPECT_EQ(
      refusal(npy("<f4", "2, 1", f4(1) + f4(0.5F))),
      "x.npy: sample 1, value 0, 0.5, is not a whole number: data.range must say what becomes 0 and 255");
  EXPECT_SAYS(refusal(npy("<f8", "2, 1", f8(1) + f8(5e-324))), "is not a whole number");
  EXPECT_EQ(refusal(npy("<i2", "2, 1", little(1, 2) + little(0xffff, 2))),
            "x.npy: sample 1, value 0, -1, is out of range: 0..255 (data.range scales other values)");
  EXPECT_SAYS(refusal(npy("<u8", "2, 1", little(1, 8) + little(~std::uint64_t{0}, 8))),
              "18446744073709551615, is out of range");
  EXPECT_SAYS(refusal(npy("<f8", "2, 1", f8(1e308) + f8(1)), range(0, 1)), "1e+308, is out of range: 0..1");
  EXPECT_EQ(refusal(npy("|b1", "2, 1", "\1\2")),
            "x.npy: sample 1, value 0, 2, is the byte 2, which is no boolean");
}

TEST_F(Npy, RefusesArrays) {
  EXPECT_EQ(refusal(npy_of("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1), }", "ab")),
            "x.npy: is in Fortran order: C order is needed (numpy.ascontiguousarray)");
  EXPECT_SAYS(refusal(npy("|O", "2, 1", "ab")), "dtype |O (objects): legal are |b1, |u1");
  EXPECT_SAYS(refusal(npy(">f8", "2, 1", f8(1) + f8(1))), "dtype >f8 (big-endian)");
  EXPECT_SAYS(refusal(npy("<U3", "2, 1", "ab")), "dtype <U3 (text)");
  EXPECT_SAYS(refusal(npy("<f2", "2, 1", "abcd")), "dtype <f2");
  EXPECT_SAYS(refusal(npy_of("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", "ab")),
              "array of structures");
  EXPECT_EQ(refusal(npy("|u1", "2,", "ab")),
            "x.npy: is an array |u1 (2): [samples, values] or [samples, height, width] is needed");
  EXPECT_SAYS(refusal(npy("|u1", "2, 1, 1, 1", "ab")), "is an array |u1 (2, 1, 1, 1)");
  EXPECT_SAYS(refusal(npy("|u1", "", "a")), "is an array |u1 ()");
  EXPECT_EQ(refusal(npy("|u1", "0, 3", "")), "x.npy: is empty: its shape is (0, 3)");
  EXPECT_SAYS(refusal(npy("|u1", "2, 70000", std::string(140000, 'a'))), "legal is 1 to 65535 each way");
}

TEST_F(Npy, TruncatedAtEveryLength) {
  const std::string whole = npy("<u2", "2, 1", little(1, 2) + little(2, 2));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_SAYS(refusal(whole.substr(0, length)),
                length < 6 ? "does not begin with \\x93NUMPY" : "x.npy: truncated: ");
  EXPECT_EQ(refusal(whole + "x"), "x.npy: trailing bytes: 1 behind its <u2 (2, 1)");
}

TEST_F(Npy, BrokenHeaders) {
  EXPECT_SAYS(refusal("Hello, this is text"), "x.npy: is not a NumPy array");
  EXPECT_SAYS(refusal("\x93NUMPY" + little(3, 2) + little(0, 4)), "version 3.0 of NumPy's format");
  for (const char* header : {"", "{", "{}", "{'descr': '|u1', 'fortran_order': False}", "{'descr': '|u1, }",
                             "shape", "{'descr': '|u1', 'fortran_order': 0, 'shape': (2, 1)}",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (2, -1)}",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (2 1)}",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999999, 1)}",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), 'more': 1}",
                             "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 1)}",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1)} x"})
    EXPECT_SAYS(refusal(npy_of(header, "ab")), "its NumPy header cannot be read");
  // 10^36 bytes by the header: allocating first would throw std::bad_alloc instead.
  EXPECT_SAYS(refusal(npy("|u1", "999999999999, 999999999999, 999999999999", "ab")), "truncated");
}

TEST_F(Npy, Labels) {
  EXPECT_EQ(refused_labels(npy("<i8", "2, 1", little(1, 8) + little(2, 8))),
            "y.npy: is an array <i8 (2, 1): labels must be an array [samples]");
  EXPECT_EQ(refused_labels(npy("<i4", "2,", little(1, 4) + little(256, 4))),
            "y.npy: sample 1, 256, is not a label: whole numbers 0..255 are");
  EXPECT_SAYS(refused_labels(npy("<f4", "2,", f4(1) + f4(0.5F))), "0.5, is not a label");
  EXPECT_SAYS(refused_labels(npy("|u1", "3,", "abc")), "x.npy has 2 images but");
  EXPECT_SAYS(error_of([&] { (void)load_file(put("x.npy", npy("|u1", "2, 1", "ab")), {}); }),
              "x.npy: a NumPy array without a labels file: [images, labels] names both");
  EXPECT_EQ(inspect(put("y.npy", npy("|u1", "2,", "\1\2")), {}).classes, 3U);
  EXPECT_EQ(inspect(put("x.npy", npy("|u1", "2, 4", "abcdefgh")), {}).width, 4U);
}

class Npz : public Npy {
 protected:
  const std::string x2_ = npy("|u1", "2, 1", "ab"), y2_ = npy("<i4", "2,", little(5, 4) + little(6, 4));
  Images load(const std::string& archive, const LoadOptions& options = {}) const {
    return load_file(put("a.npz", archive), options);
  }
  std::string refusal(const std::string& archive, const LoadOptions& options = {}) const {
    return without_folder(error_of([&] { (void)load(archive, options); }));
  }
};

TEST_F(Npz, StoredAndDeflated) {
  for (const bool deflated : {false, true}) {
    const Images images = load(zip({{"y.npy", y2_}, {"X.npy", x2_}}, deflated));
    EXPECT_EQ(images.pixels, (Bytes{'a', 'b'}));
    EXPECT_EQ(images.labels, (Bytes{5, 6}));
  }
}

TEST_F(Npz, UsualNamesByRole) {
  const std::string x1 = npy("|u1", "1, 1", "c"), y1 = npy("|u1", "1,", "\7");
  const std::string archive =
      zip({{"x_test.npy", x1}, {"x_train.npy", x2_}, {"y_test.npy", y1}, {"y_train.npy", y2_}}, true);
  EXPECT_EQ(load(archive).pixels, (Bytes{'a', 'b'}));
  EXPECT_EQ(load(archive, {.format = {}, .role = Role::test}).pixels, (Bytes{'c'}));
  EXPECT_EQ(load(zip({{"images.npy", x2_}, {"labels.npy", y2_}}, true)).labels, (Bytes{5, 6}));
  EXPECT_EQ(load(zip({{"arr_0.npy", x2_}, {"arr_1.npy", y2_}}, true)).labels, (Bytes{5, 6}));
}

TEST_F(Npz, NamesOfOnesOwn) {
  const std::string archive = zip({{"p.npy", x2_}, {"q.npy", y2_}}, true);
  const auto keys = [](const char* values, const char* labels) {
    return LoadOptions{.format = {.range = {}, .npz_keys = {values, labels}}};
  };
  EXPECT_EQ(load(archive, keys("p", "q")).labels, (Bytes{5, 6}));
  EXPECT_EQ(refusal(archive, keys("p", "r")), "a.npz: has no array r: its arrays are p, q");
  EXPECT_EQ(
      refusal(archive),
      "a.npz: has no arrays with the usual names (x_train and y_train, X and y, images and labels ...): "
      "its arrays are p, q; data.npz_keys can name two of them");
  EXPECT_SAYS(refusal(archive, keys("q", "p")), "a.npz: q: is an array <i4 (2)");
  EXPECT_SAYS(refusal(zip({{"X.npy", x2_}, {"y.npy", npy("|u1", "3,", "abc")}}, true)),
              "X has 2 samples but y has 3 labels");
}

TEST_F(Npz, OneOfTwoPaths) {
  const auto x = put("x.npz", zip({{"arr_0.npy", x2_}}, true)),
             y = put("y.npz", zip({{"arr_0.npy", y2_}}, true));
  EXPECT_EQ(load_pair(x, y, {}).labels, (Bytes{5, 6}));
  const auto both = put("b.npz", zip({{"X.npy", x2_}, {"y.npy", y2_}}, true));
  EXPECT_SAYS(error_of([&] { (void)load_pair(both, y, {}); }), "b.npz: holds 2 arrays, X, y");
}

TEST_F(Npz, BrokenArchives) {
  const std::string whole = zip({{"X.npy", x2_}, {"y.npy", y2_}}, true);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_SAYS(refusal(whole.substr(0, length)), "is not a zip archive, or a truncated one");
  EXPECT_SAYS(refusal(zip({}, true)), "holds no arrays");
  EXPECT_SAYS(refusal(zip({{"X.npy", "text"}, {"y.npy", y2_}}, true)), "a.npz: X: is not a NumPy array");
  const std::string stored = zip({{"X.npy", x2_}, {"y.npy", y2_}}, false);
  const std::size_t value = stored.find("ab");
  std::string changed = stored;
  changed[value] = 'c';
  EXPECT_SAYS(refusal(changed), "a.npz: X: corrupt: its CRC-32");
}

TEST_F(Npz, EveryByteOfTheDirectoryMayBeWrong) {
  // Whatever is changed, there is an array or one message: never a crash or an allocation without bound.
  for (const bool deflated : {false, true}) {
    const std::string whole = zip({{"X.npy", x2_}, {"y.npy", y2_}}, deflated);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ '\x81');
      try {
        (void)load(changed);
      } catch (const base::Error& error) {
        EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
        ++refused;
      }
    }
    EXPECT_GT(refused, whole.size() / 2);
  }
}

}  // namespace
}  // namespace silipool::data::test
