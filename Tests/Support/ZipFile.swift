import Foundation

/// Writes zip archives, rightly and wrongly; source of the layout: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16.
public enum ZipFile {
    public struct Member {
        var name: String
        /// As it stands in the archive.
        var stored: Data
        /// What it unpacks to.
        var unpackedBytes: Int
        var checksum: UInt32
        /// 0 stored, 8 deflated.
        var method: UInt16

        public static func stored(_ name: String, _ data: Data) -> Member {
            Member(name: name, stored: data, unpackedBytes: data.count, checksum: ZipFile.checksum(data), method: 0)
        }

        /// - Parameters:
        ///   - deflated: the packed bytes, raw deflate.
        ///   - unpackedBytes: what the archive is to state, true or not.
        public static func deflated(_ name: String, _ deflated: Data, of data: Data, stating unpackedBytes: Int? = nil)
            -> Member
        {
            Member(
                name: name, stored: deflated, unpackedBytes: unpackedBytes ?? data.count,
                checksum: ZipFile.checksum(data), method: 8)
        }
    }

    /// - Parameter saysUTF8: bit 11 of the flags, which Python's zipfile sets for names outside ASCII.
    public static func data(_ members: [Member], saysUTF8: Bool = false) -> Data {
        let flags: UInt16 = saysUTF8 ? 1 << 11 : 0
        var archive = Data(), directory = Data()
        for member in members {
            var common = Data()
            common.append(number: member.method)
            common.append(number: UInt32(0))  // time and date
            common.append(number: member.checksum)
            common.append(number: UInt32(member.stored.count))
            common.append(number: UInt32(member.unpackedBytes))
            common.append(number: UInt16(member.name.utf8.count))
            common.append(number: UInt16(0))  // extra field
            let offset = UInt32(archive.count)
            archive.append(number: UInt32(0x0403_4B50))
            archive.append(number: UInt16(20))  // version needed
            archive.append(number: flags)
            archive.append(common)
            archive.append(Data(member.name.utf8))
            archive.append(member.stored)

            directory.append(number: UInt32(0x0201_4B50))
            directory.append(number: UInt16(20))
            directory.append(number: UInt16(20))
            directory.append(number: flags)
            directory.append(common)
            directory.append(Data(repeating: 0, count: 10))  // comment, disk, attributes
            directory.append(number: offset)
            directory.append(Data(member.name.utf8))
        }
        let start = UInt32(archive.count)
        archive.append(directory)
        archive.append(number: UInt32(0x0605_4B50))
        archive.append(number: UInt32(0))  // disks
        archive.append(number: UInt16(members.count))
        archive.append(number: UInt16(members.count))
        archive.append(number: UInt32(directory.count))
        archive.append(number: start)
        archive.append(number: UInt16(0))
        return archive
    }

    /// An `.npz` as `numpy.savez` writes it.
    public static func npz(_ arrays: KeyValuePairs<String, Data>) -> Data {
        data(arrays.map { .stored($0.key + ".npy", $0.value) })
    }

    /// CRC-32 of IEEE 802.3, reflected.
    static func checksum(_ data: Data) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in data {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~remainder
    }
}

extension Data {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
